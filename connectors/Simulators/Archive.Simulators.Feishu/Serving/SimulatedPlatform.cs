using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Wire;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>What every method needs: the tenant and the writers of its wire forms.</summary>
internal sealed class SimulatedPlatform(Tenant tenant, FeishuSimulatorOptions options)
{
    public Tenant Tenant { get; } = tenant;

    public FeishuSimulatorOptions Options { get; } = options;

    public PageTokens PageTokens { get; } = new(options.Time, options.PageTokenLife);

    public UserWriter Users { get; } = new(tenant.Directory, options.App);

    public MessageWriter Messages { get; } = new(tenant, new ContentWriter(tenant, new MentionText(tenant)));
}
