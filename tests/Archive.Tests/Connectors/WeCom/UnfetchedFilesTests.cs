using Archive.Connectors.WeCom;

namespace Archive.Tests.Connectors.WeCom;

public sealed class UnfetchedFilesTests
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(15, 0)]
    [InlineData(15, 100)]
    public void Are_asked_for_until_the_platform_forgets_them_with_growing_pauses(int minutesBetweenRuns, int hoursLate)
    {
        var first = Sent.AddHours(hoursLate);
        var files = new UnfetchedFiles(7, first, first);
        var (tries, pauses, now) = (0, new List<TimeSpan>(), first);
        do
        {
            do
            {
                now += TimeSpan.FromMinutes(minutesBetweenRuns);
            }
            while (!files.IsDue(now));

            tries++;
            pauses.Add(now - files.Last!.Value);
            if (!files.IsLast(Sent, now))
            {
                files = UnfetchedFiles.Read(7, UnfetchedFiles.Write(files.First!.Value, now));
            }
        }
        while (files.Last == now);

        Assert.InRange(now, Sent.AddDays(5).AddHours(-6), Sent.AddDays(5));
        Assert.InRange(tries, hoursLate == 0 ? 30 : 3, 50);
        Assert.Equal(pauses.Order(), pauses);
        Assert.True(pauses[0] <= TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void What_an_earlier_version_counted_is_asked_for_at_once_and_begins_anew()
    {
        var files = UnfetchedFiles.Read(7, "19");

        Assert.True(files.IsDue(Sent));
        Assert.False(files.IsLast(Sent, Sent.AddHours(1)));
        Assert.False(files.IsLast(Sent.AddYears(-1), Sent)); // long out of the window: five days from now
    }
}
