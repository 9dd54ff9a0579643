// The file of organisations that a new installation imports, said briefly: one region and its health care, and whichever units
// and people a journey is about.

const REGION = `
[[principal]]
name = "Region Rösmark"
kind = "region"

[[domain]]
name = "Hälso- och sjukvård"
principal = "Region Rösmark"
secrecy = "health"
`;

/** The region with these parts of it. */
export function organisations(...parts) {
  return [REGION, ...parts].join('');
}

/** A municipality, by its name. */
export function municipality(name) {
  return `
[[municipality]]
name = "${name}"
`;
}

/** A unit of the region's health care; `duty` is the account of who answers there when nobody else does. */
export function unit(name, branch, { duty } = {}) {
  return `
[[unit]]
name = "${name}"
domain = "Hälso- och sjukvård"
branch = "${branch}"
${duty ? `duty = "${duty}"\n` : ''}`;
}

/** Somebody at work, with what they are in each unit: `{ 'En väg in': 'doctor' }`. */
export function staff(identity, name, roles) {
  const assignments = Object.entries(roles).map(([unit, role]) => `{ unit = "${unit}", role = "${role}" }`);
  return `
[[staff]]
identity = "${identity}"
name = "${name}"
assignments = [${assignments.join(', ')}]
`;
}
