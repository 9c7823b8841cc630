select name, platform, settings, revision from operations.stored_source order by name;
