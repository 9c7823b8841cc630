namespace Archive.Simulators.Feishu;

public enum FeishuAppState
{
    Installed,

    /// <summary>Disabled or not installed: code 99991662.</summary>
    Disabled,

    /// <summary>Not published, or its version not approved: code 99991673.</summary>
    Unpublished,
}

/// <summary>The self-built app that reads. Its bot sits in chats.</summary>
/// <param name="Scopes">What the tenant's administrator has approved.</param>
/// <param name="HasBot">Bot ability; without it everything in <c>im</c> answers 230006.</param>
public sealed record FeishuApp(
    string AppId, string AppSecret, IReadOnlyList<string> Scopes, bool HasBot = true, FeishuAppState State = FeishuAppState.Installed)
{
    /// <summary>The app that exists unless the options say otherwise: it may read every message and the whole directory.</summary>
    public static FeishuApp Archive { get; } = new(
        "cli_simulatedarchive",
        "simulated-secret",
        [
            FeishuScope.ReadMessages, FeishuScope.GroupMessages, FeishuScope.DirectMessages, FeishuScope.ReadChats,
            FeishuScope.Contacts, FeishuScope.DepartmentNames, FeishuScope.DepartmentTree, FeishuScope.UserNames, FeishuScope.UserIds,
            FeishuScope.UserMail, FeishuScope.UserDepartments, FeishuScope.UserEmployment,
        ]);

    internal bool Has(params ReadOnlySpan<string> anyOf)
    {
        foreach (var scope in anyOf)
        {
            if (Scopes.Contains(scope))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Leaves out the secret, which is one in the platform's eyes, also when simulated.</summary>
    public override string ToString() => $"app {AppId}, {State}";
}
