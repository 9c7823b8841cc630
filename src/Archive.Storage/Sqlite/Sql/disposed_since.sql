-- Keys to erase again after a crash between the two files.
select sequence, disposition from disposed where disposition > ?1 order by disposition;
