using System.Diagnostics;
using Npgsql;

namespace Archive.Benchmarks;

/// <summary>Looks every few milliseconds how many connections of a database wait for a lock: who watches from inside would change what is measured.</summary>
internal sealed class LockWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnection _connection;
    private Task<TimeSpan> _watching = Task.FromResult(TimeSpan.Zero);

    private LockWatch(NpgsqlConnection connection) => _connection = connection;

    public static async Task<LockWatch> StartAsync(string connectionString)
    {
        var watch = new LockWatch(new NpgsqlConnection(connectionString));
        await watch._connection.OpenAsync();
        watch._watching = watch.WatchAsync();
        return watch;
    }

    /// <returns>How long connections waited, all of them added up.</returns>
    public async Task<TimeSpan> StopAsync()
    {
        await _stop.CancelAsync();
        return await _watching;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<TimeSpan> WatchAsync()
    {
        var waited = TimeSpan.Zero;
        await using var look = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", _connection);
        await look.PrepareAsync();
        var last = Stopwatch.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Interval);
            var waiting = (long)(await look.ExecuteScalarAsync())!; // one row
            var now = Stopwatch.GetTimestamp();
            waited += Stopwatch.GetElapsedTime(last, now) * waiting;
            last = now;
        }

        return waited;
    }
}
