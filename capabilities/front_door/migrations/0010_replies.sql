-- Who at the front door wrote it, where it is an answer to whoever asked; nobody where they added it themselves.
ALTER TABLE request_addition ADD COLUMN by_assignment_id uuid;
