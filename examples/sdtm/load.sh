#!/usr/bin/env bash
# load.sh FOLDER: loads the SDTM domains of a folder of CSV files (dm.csv,
# DM.csv, sdtm_dm.csv, each also as .gz) with psql, into tables of text columns
# named as the header line names them.  The connection is psql's (PGHOST,
# PGDATABASE, ...), the schema the first of search_path.  What is not there is
# left to 1_tables.sql.
set -euo pipefail
folder=${1:?usage: load.sh FOLDER}

unpacked() { case $1 in *.[gG][zZ]) gzip -dc -- "$1" ;; *) cat -- "$1" ;; esac }

# columns_of HEADER: the names, checked, lower case, comma separated.
columns_of() {
    local line
    line=$(printf '%s' "$1" | sed $'1s/^\xef\xbb\xbf//' | tr -d '"\r ' | tr '[:upper:]' '[:lower:]')
    [[ $line =~ ^[a-z][a-z0-9_]*(,[a-z][a-z0-9_]*)*$ ]] || {
        echo "error: the header line is not a list of column names: $1" >&2
        exit 2
    }
    printf '%s\n' "$line"
}

found=0
for domain in dm lb vs ex cm mh ae qs mi ds; do
    file=$(find -L "$folder" -maxdepth 1 -type f \( -iname "$domain.csv" -o -iname "sdtm_$domain.csv" -o -iname "$domain.csv.gz" -o -iname "sdtm_$domain.csv.gz" \) | sort | head -n 1)
    [ -n "$file" ] || continue
    header=$(unpacked "$file" | head -n 1 || true)
    columns=$(columns_of "$header")
    [ "$domain" != dm ] || found=1
    psql -Xq -v ON_ERROR_STOP=1 -c "CREATE TABLE $domain (${columns//,/ text,} text)"
    unpacked "$file" | PGAPPNAME="loading $domain" psql -Xq -v ON_ERROR_STOP=1 \
        -c "\\copy $domain ($columns) FROM pstdin WITH (FORMAT csv, HEADER, FORCE_NULL ($columns))" -c "ANALYZE $domain"
done
[ "$found" = 1 ] || {
    echo "error: no dm.csv in $folder" >&2
    exit 2
}
