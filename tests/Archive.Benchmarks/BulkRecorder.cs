namespace Archive.Benchmarks;

/// <summary>Keeps the bodies of bulk requests for messages that pass to a server while it is told to.</summary>
internal sealed class BulkRecorder
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _bodies = [];

    public bool IsOn { get; set; }

    public IReadOnlyList<byte[]> Bodies => _bodies;

    /// <summary>For one client.</summary>
    public DelegatingHandler NewHandler(string ofIndices) => new Handler(this, $"{{\"index\":{{\"_index\":\"{ofIndices}");

    private sealed class Handler(BulkRecorder recorder, string beginning) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (recorder.IsOn && request is { RequestUri.AbsolutePath: "/_bulk", Content: { } content })
            {
                var body = await content.ReadAsByteArrayAsync(cancellationToken);
                if (body.AsSpan().StartsWith(System.Text.Encoding.UTF8.GetBytes(beginning)))
                {
                    lock (recorder._lock)
                    {
                        recorder._bodies.Add(body);
                    }
                }
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
