delete from keys.untidy where partition = $1 and mark = $2;
