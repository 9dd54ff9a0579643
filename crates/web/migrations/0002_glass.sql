-- Until when someone at work reads without a relation to a child, so that each of their pages can say so.
ALTER TABLE session ADD COLUMN glass_until bigint;
