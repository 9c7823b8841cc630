using System.Globalization;

namespace Archive.Core.Search.Language;

/// <summary>Every way in which a query can be wrong, with its English text.</summary>
internal static class QueryErrors
{
    private const string EndOfQuery = "end of query";

    public static QueryException TooLong(int length) => new(QueryLimits.Length + 1, QueryErrorCode.TooLong,
        $"A query has at most {QueryLimits.Length} characters; this one has {length}.", "more text", EndOfQuery, Number(QueryLimits.Length), Number(length));

    public static QueryException TooDeep(int column, string found) => new(column, QueryErrorCode.TooDeep,
        $"Parentheses and NOT may be nested {QueryLimits.Depth} deep.", found, "less nesting", Number(QueryLimits.Depth));

    public static QueryException TooManyTerms(int column, string found) => new(column, QueryErrorCode.TooManyTerms,
        $"A query has at most {QueryLimits.Terms} words, phrases and values.", found, EndOfQuery, Number(QueryLimits.Terms));

    public static QueryException TooManyWildcards(int column, string found) => new(column, QueryErrorCode.TooManyWildcards,
        $"A query has at most {QueryLimits.Wildcards} words with wildcards.", found, "a word without wildcards", Number(QueryLimits.Wildcards));

    public static QueryException TooCostly(int column, string found, int cost) => new(column, QueryErrorCode.TooCostly,
        $"The query is too costly: {cost} up to here, at most {QueryLimits.Cost}. A word with wildcards costs 4, or 16 without two letters before them; w/n and pre/n cost 4, all else 1.",
        found, "fewer wildcards", Number(QueryLimits.Cost), Number(cost));

    public static QueryException UnclosedQuote(string text, int column, char closing) => new(column, QueryErrorCode.UnclosedQuote,
        $"The quotation mark {text[column - 1]} is not closed.", EndOfQuery, "closing quotation mark", text[column - 1].ToString())
    {
        Suggestion = QueryEdit.Replace(text, text.Length + 1, text.Length + 1, closing.ToString()),
    };

    public static QueryException UnclosedParenthesis(string text, int column, string found, int depth) => new(column, QueryErrorCode.UnclosedParenthesis,
        "The parenthesis is not closed.", found, ")")
    {
        Suggestion = QueryEdit.Replace(text, text.Length + 1, text.Length + 1, new string(')', depth)),
    };

    public static QueryException UnexpectedParenthesis(string text, QueryToken token) => new(token.Column, QueryErrorCode.UnexpectedParenthesis,
        "The closing parenthesis has no opening one.", ")", EndOfQuery)
    {
        Suggestion = QueryEdit.Remove(text, token.Column, token.End),
    };

    public static QueryException MissingTerm(int column, string found, string? suggestion) => new(column, QueryErrorCode.MissingTerm,
        $"A word, phrase or field is missing before {found}.", found, "word, phrase, field or (", found)
    {
        Suggestion = suggestion,
    };

    public static QueryException MissingValue(int column, string field, string found) => new(column, QueryErrorCode.MissingValue,
        $"The field {field}: has no value.", found, "value", field);

    public static QueryException UnknownField(int column, string field, string expected, string? suggestion) => new(column, QueryErrorCode.UnknownField,
        $"There is no field {field}:. Expected {expected} (to search for the text itself, put it in quotation marks).", field + ":", expected, field, expected)
    {
        Suggestion = suggestion,
    };

    public static QueryException UnknownValue(int column, string field, string value, string allowed, string? suggestion) => new(
        column, QueryErrorCode.UnknownValue, $"{field}: has no value \"{value}\". Expected {allowed}.", value, allowed, field, value, allowed)
    {
        Suggestion = suggestion,
    };

    public static QueryException FieldList(int column, string field, string found, string? suggestion) => new(column, QueryErrorCode.FieldList,
        $"Values of {field}: are joined by OR or a comma, as in {field}:(a OR b).", found, "OR, comma or )", field)
    {
        Suggestion = suggestion,
    };

    public static QueryException NegatedValue(int column, string field, string found, string? suggestion) => new(column, QueryErrorCode.NegatedValue,
        $"NOT stands before the field, as in NOT {field}:a.", found, "value", field)
    {
        Suggestion = suggestion,
    };

    public static QueryException FieldWildcard(int column, string field, string value, string? suggestion) => new(column, QueryErrorCode.FieldWildcard,
        $"{field}: has no wildcards (\"{value}\"). Names are found by any part of them; \\ before the sign searches for the sign.", value,
        "value without wildcards", field, value)
    {
        Suggestion = suggestion,
    };

    public static QueryException InvalidDate(int column, string field, string value) => new(column, QueryErrorCode.InvalidDate,
        $"{field}: \"{value}\" is not a date.", value, "yyyy, yyyy-MM, yyyy-MM-dd, today, yesterday, -30d, -2w, -6m or -1y", field, value);

    public static QueryException SingleDate(int column, string field, string found, string? suggestion) => new(column, QueryErrorCode.SingleDate,
        $"{field}: takes one date. For a range write on:2024-01..2024-03.", found, "one date", field)
    {
        Suggestion = suggestion,
    };

    public static QueryException DateOrder(int column, string from, string until, string? suggestion) => new(column, QueryErrorCode.DateOrder,
        $"The range ends before it begins: {from} is later than {until}.", $"{from}..{until}", "earlier date..later date", from, until)
    {
        Suggestion = suggestion,
    };

    public static QueryException NothingSearchable(int column, string text, string? suggestion) => new(column, QueryErrorCode.NothingSearchable,
        $"Nothing in \"{text}\" can be searched: it has no letter or digit.", text, "letters or digits", text)
    {
        Suggestion = suggestion,
    };

    public static QueryException WildcardTooBroad(int column, string text) => new(column, QueryErrorCode.WildcardTooBroad,
        $"\"{text}\" is too broad: a word with * or ? has at least {QueryLimits.WildcardLetters} letters or digits. A blank query finds everything.", text,
        "more letters", text, Number(QueryLimits.WildcardLetters));

    public static QueryException UnspacedWildcard(int column, string text, string? suggestion) => new(column, QueryErrorCode.UnspacedWildcard,
        $"{text}: no wildcards between characters of Chinese and other scripts without blanks, where any part of a text is found anyway. For a gap write w/n.",
        text, "characters without wildcards, or w/n", text)
    {
        Suggestion = suggestion,
    };

    public static QueryException NearDistance(int column, string found) => new(column, QueryErrorCode.NearDistance,
        $"The distance of w/n and pre/n is a number from 1 to {QueryLimits.Distance}.", found, $"1 to {QueryLimits.Distance}", Number(QueryLimits.Distance));

    public static QueryException NearOperand(int column, string near, string found, string? suggestion) => new(column, QueryErrorCode.NearOperand,
        $"Beside {near} stands a word, a phrase, or an OR list of them in parentheses, not {found}.", found, "word, phrase or (a OR b)", near, found)
    {
        Suggestion = suggestion,
    };

    public static QueryException NearChain(int column, string near, string? suggestion) => new(column, QueryErrorCode.NearChain,
        $"{near} cannot stand beside another w/n or pre/n. Join two of them with AND.", near, "AND", near)
    {
        Suggestion = suggestion,
    };

    public static QueryException ForeignProximity(string text, int column, int end, string own)
    {
        var found = text[(column - 1)..(end - 1)];
        return new QueryException(column, QueryErrorCode.ForeignProximity,
            $"{found} is written {own} here, or pre/n when the left one comes first (to search for the word itself, put it in quotation marks).", found, own, found, own)
        {
            Suggestion = QueryEdit.Replace(text, column, end, own),
        };
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
