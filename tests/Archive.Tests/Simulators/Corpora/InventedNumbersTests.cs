using Archive.Simulators.Corpus.Bank;
using Xunit;

namespace Archive.Tests.Simulators.Corpora;

public sealed class InventedNumbersTests
{
    private readonly SeededRandom random = new(99);

    [Fact]
    public void Computes_the_published_check_digits()
    {
        Assert.Equal('X', CheckDigits.Resident("11010519491231002"));
        Assert.Equal('4', CheckDigits.Resident("44052418800101001"));
        Assert.Equal('1', CheckDigits.Luhn("411111111111111"));
        Assert.Equal('4', CheckDigits.Luhn("621700000000000000"));
    }

    [Fact]
    public void Makes_resident_ids_that_pass_their_check() =>
        Repeat(() => Assert.True(TypedNumbers.IsResidentId(InventedNumbers.ResidentId(random))));

    [Fact]
    public void Makes_cards_that_pass_theirs() =>
        Repeat(() => Assert.True(TypedNumbers.IsCard(Assert.Single(TypedNumbers.LongDigits(InventedNumbers.BankCard(random))))));

    [Fact]
    public void Makes_near_misses_that_fail_them()
    {
        Repeat(() => Assert.False(TypedNumbers.HasPersonalData(InventedNumbers.NearCard(random))));
        Repeat(() => Assert.False(TypedNumbers.IsResidentId(InventedNumbers.NearResidentId(random))));
        Repeat(() => Assert.False(TypedNumbers.HasPersonalData(InventedNumbers.NearMobile(random))));
    }

    [Fact]
    public void Makes_mobile_numbers_and_addresses_that_look_right()
    {
        Repeat(() => Assert.True(TypedNumbers.HasPersonalData(InventedNumbers.Mobile(random))));
        Repeat(() => Assert.True(TypedNumbers.HasPersonalData(InventedNumbers.Email(random, "Aoife", "O'Connor"))));
    }

    private static void Repeat(Action check)
    {
        for (var i = 0; i < 2_000; i++)
        {
            check();
        }
    }
}
