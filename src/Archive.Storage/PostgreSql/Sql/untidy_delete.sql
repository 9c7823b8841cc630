delete from records.untidy where partition = $1 and mark = $2;
