// Where things are that differ from region to region: a family's members, and the first of many.

export const addressOf = {
  /** The code of a persona. A child and a grown-up of the same family are found where people log in. */
  async persona(page, who) {
    if (who !== 'child' && who !== 'guardian') return who;
    await page.goto('/logga-in');
    const codes = await page.$$eval('button[name="persona"]', (all) => all.map((button) => button.value));
    const guardian = codes.find((code) => code.startsWith('mamma-'));
    return who === 'guardian' ? guardian : guardian.slice('mamma-'.length);
  },

  /** Where the first such link on /leder leads. */
  async link(page, selector) {
    await page.goto('/leder');
    return page.locator(selector).first().getAttribute('href');
  },
};
