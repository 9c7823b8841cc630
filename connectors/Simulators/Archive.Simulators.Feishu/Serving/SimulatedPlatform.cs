using Archive.Simulators.Feishu.Organisation;
using Archive.Simulators.Feishu.Wire;

namespace Archive.Simulators.Feishu.Serving;

/// <summary>What every method needs: the tenant and the writers of its wire forms.</summary>
internal sealed class SimulatedPlatform
{
    public SimulatedPlatform(Tenant tenant, FeishuSimulatorOptions options)
    {
        Tenant = tenant;
        Options = options;
        PageTokens = new PageTokens(options.Time, options.PageTokenLife);
        Users = new UserWriter(tenant.Directory, options.App);
        Contents = new ContentWriter(tenant, new MentionText(tenant));
        Messages = new MessageWriter(tenant, Contents);
    }

    public Tenant Tenant { get; }

    public FeishuSimulatorOptions Options { get; }

    public PageTokens PageTokens { get; }

    public UserWriter Users { get; }

    public ContentWriter Contents { get; }

    public MessageWriter Messages { get; }
}
