-- The request that goes on where two turned out to be about one child, so that whoever asked sees how far that one has come.
ALTER TABLE request ADD COLUMN merged_into uuid;

CREATE INDEX request_merged ON request (merged_into) WHERE merged_into IS NOT NULL;
