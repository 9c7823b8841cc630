using Elastic.Transport;
using Elastic.Transport.Diagnostics.Auditing;

namespace Archive.Search.Elasticsearch.Client;

/// <summary>The configured nodes in turn, without those that failed lately, and one for each call: repeating, on the next node, is the work of
/// <see cref="ElasticsearchPipeline"/>, which also waits as the server asks. The client's own limit of retries does not limit a pool's view.
/// No sniffing: it stops at the first dead node and finds addresses that may not be reached from here.</summary>
internal sealed class OneNodeAtATime(IEnumerable<Uri> nodes) : StaticNodePool(nodes, randomize: false)
{
#pragma warning disable MA0061 // The base has a default value in some of the versions that the client comes with, and none in the others.
    public override IEnumerable<Node> CreateView(Auditor? auditor) => base.CreateView(auditor).Take(1);
#pragma warning restore MA0061
}
