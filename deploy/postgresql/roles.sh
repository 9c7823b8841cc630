#!/bin/bash
# Run once, when the data folder of the server is new (docker-entrypoint-initdb.d), or by hand against another server: makes the roles and databases of
# the archive. `archive migrate` makes the tables in them and gives the roles their rights.
#
# SETTINGS  folder with roles.sql
# SECRETS   folder with owner.password, application.password, keys-owner.password, keys.password (archive secrets make)
set -euo pipefail
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres --file "$SETTINGS/roles.sql"
