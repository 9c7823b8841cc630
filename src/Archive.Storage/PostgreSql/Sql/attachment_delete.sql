select records.dispose_attachments($1);
