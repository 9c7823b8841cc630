-- Keys to erase again after a crash between the two files.
select sequence, disposition from records.disposed where disposition > $1 order by disposition;
