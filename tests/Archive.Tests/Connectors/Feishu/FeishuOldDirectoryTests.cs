using Archive.Core.Connectors;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>The list of people that the register stands on gets old.</summary>
public sealed class FeishuOldDirectoryTests : IDisposable
{
    private readonly ChangingTenant _tenant = new();

    public FeishuOldDirectoryTests() => _tenant.Say("om_1", "ou_u1", ChangingTenant.Start.AddDays(-1));

    public void Dispose() => _tenant.Dispose();

    [Fact]
    public async Task A_directory_that_was_told_once_and_cannot_be_read_for_a_day_is_no_success_though_the_chats_are_read()
    {
        await _tenant.ReadAsync();
        _tenant.IsClosed = true;
        await _tenant.PassAsync(TimeSpan.FromHours(23));
        await _tenant.ReadAsync();
        await _tenant.PassAsync(TimeSpan.FromHours(2));
        _tenant.Say("om_2", "ou_u1", _tenant.Now);

        var failure = await _tenant.FailAsync();

        Assert.Equal(ConnectorFailure.Unauthorized, failure.Kind);
        Assert.Contains("The directory of source harbor was last read at 2026-03-02 09:0", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The app lacks a scope", failure.Message, StringComparison.Ordinal);
        Assert.Null(_tenant.Cursor.Find("position"));
        Assert.True(long.Parse(_tenant.Cursor.Find("mark:oc_a")!, System.Globalization.CultureInfo.InvariantCulture) > ChangingTenant.Start.ToUnixTimeMilliseconds()); // the run wrote it
        _tenant.IsClosed = false;
        await _tenant.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(await _tenant.ReadAsync(), p => p.Listed is not null);
    }
}
