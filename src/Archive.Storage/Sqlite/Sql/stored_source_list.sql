select name, platform, settings, revision from stored_source order by name;
