using System.Text;
using Archive.Core.Sanctioning;
using CsCheck;
using Xunit;

namespace Archive.Tests.Sanctioning;

public sealed class RegisterFileTests
{
    private const string Good = "s,a,p1,Li,Desk,2024-01-01T00:00:00Z,2024-06-01T00:00:00Z,n1,2024-01-01T00:00:00Z,sanctioned";

    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> Cell = Gen.String[Gen.Char["ab=+-@'\",\r\n\t ＝张é"], 1, 8];

    private static readonly Gen<string> Key = Gen.String[Gen.Char["ab=+-@'\", \té"], 1, 5];

    private static readonly Gen<RegisteredAccount> Account = Gen.Select(
        Key, Key, Cell, Gen.Bool, Gen.Long[0, 1_000_000_000_000], Gen.Bool, Gen.Bool, (account, person, cell, ends, microseconds, notice, declined) =>
        {
            var from = Start.AddTicks(microseconds * 10);
            return new RegisteredAccount(
                "s", account, person, cell, ends ? cell : null, from, ends ? from.AddDays(1) : null, notice ? cell : null, notice ? from : null,
                declined ? AccountStanding.Declined : AccountStanding.Sanctioned);
        });

    [Fact]
    public void Reads_back_what_it_wrote_and_writes_nothing_that_begins_a_formula() =>
        Account.Array[0, 5].Select(accounts => accounts.DistinctBy(a => a.AccountId).ToArray()).Sample(
            accounts =>
            {
                var bytes = RegisterFile.Write(accounts);

                var register = RegisterFile.Read(bytes);

                Assert.Equal(accounts, register);
                Assert.DoesNotMatch("[,\\n]\"?[=+@＝-]", Encoding.UTF8.GetString(RegisterFile.Write([.. accounts.Select(a => a with { Name = "=1", Department = null, NoticeVersion = null, NoticeSignedAt = null, AccountId = "+1", PersonId = "@x" })])));
            },
            iter: 5_000);

    [Theory]
    [InlineData("s,a,p1,Li,Desk,2024-01-01,,,,declined")]
    [InlineData("s,a,p1,\"Li, \"\"Ann\"\"\",,2024-01-01T08:00:00+08:00,,n1,2024-01-01,sanctioned")]
    [InlineData(Good + "\n\n" + "s,a,p1,Li,Desk,2024-06-01,,n2,2024-06-01,declined")]
    public void Accepts(string lines) => Assert.NotEmpty(Read(lines));

    [Theory]
    [InlineData("s,a,p1,Li,Desk,2024-01-01,,,", 2, 29, "10 cells, of which 9 are here")]
    [InlineData("s,a,p1,Li,Desk,2024-01-01,,,,declined,x", 2, 39, "the end of the line after 10 cells")]
    [InlineData("s,a ,p1,Li,Desk,2024-01-01,,,,declined", 2, 3, "account, not empty, and in quotes if it has blanks at its ends")]
    [InlineData("s,,p1,Li,Desk,2024-01-01,,,,declined", 2, 3, "account, not empty, and in quotes if it has blanks at its ends")]
    [InlineData("s,a,p1,Li,Desk,01.02.2024,,,,declined", 2, 16, "an ISO 8601 time with its offset in valid_from, such as 2024-05-01T09:00:00Z")]
    [InlineData("s,a,p1,Li,Desk,,,,,declined", 2, 16, "a time in valid_from")]
    [InlineData("s,a,p1,Li,Desk,2024-01-02,2024-01-02,,,declined", 2, 27, "a valid_to after valid_from")]
    [InlineData("s,a,p1,Li,Desk,2024-01-02,,n1,,declined", 2, 31, "notice and notice_signed_at, both or neither")]
    [InlineData("s,a,p1,Li,Desk,2024-01-01,,,,allowed", 2, 30, "standing to be sanctioned or declined")]
    [InlineData("s,a,p1,\"Li,Desk,2024-01-01,,,,declined", 2, 8, "a closing quote for the cell that begins here")]
    [InlineData("s,a,p1,L\"i,Desk,2024-01-01,,,,declined", 2, 9, "no quote inside a cell that does not begin with one")]
    [InlineData(Good + "\ns,a,p1,Li,Desk,2024-05-31,,,,declined", 3, 16, "a period that does not contradict the one of the same account on line 2")]
    [InlineData(Good + "\ns,a,p2,Li,Desk,2023-05-31,,n1,2024-01-01,sanctioned", 3, 16, "a period that does not contradict the one of the same account on line 2")]
    public void Says_where_and_what_was_expected(string lines, int line, int column, string expected)
    {
        var failure = Assert.Throws<RegisterFormatException>(() => Read(lines));

        Assert.Equal((line, column, expected), (failure.Line, failure.Column, failure.Expected));
    }

    [Fact]
    public void Refuses_another_header_and_other_encodings()
    {
        Assert.Equal((1, 1), Place([]));
        Assert.Equal((1, 8), Place(Encoding.UTF8.GetBytes("source,id")));
        Assert.Equal((2, 2), Place([.. Encoding.UTF8.GetBytes(RegisterFile.Header + "\na"), 0xFF]));
    }

    private static (int Line, int Column) Place(byte[] bytes)
    {
        var failure = Assert.Throws<RegisterFormatException>(() => RegisterFile.Read(bytes));
        return (failure.Line, failure.Column);
    }

    private static IReadOnlyList<RegisteredAccount> Read(string lines) => RegisterFile.Read(Encoding.UTF8.GetBytes(RegisterFile.Header + "\n" + lines));
}
