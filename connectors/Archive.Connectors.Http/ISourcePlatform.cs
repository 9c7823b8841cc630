using Archive.Connectors.Http.Forms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Archive.Connectors.Http;

/// <summary>A platform that configured sources may be of. The host knows nothing of it but this.</summary>
public interface ISourcePlatform
{
    /// <summary>What the setting <c>Platform</c> of a source calls it: "slack".</summary>
    string Name { get; }

    /// <summary>The setting that holds the secret of a source, for whoever has to set it: "TokenFile".</summary>
    string SecretSetting { get; }

    /// <summary>How long the platform gives a message out; what is not taken by then is lost. Null where it keeps messages for as long as the firm wants.</summary>
    TimeSpan? Window => null;

    /// <summary>Whether its connectors can read a source a second time (<see cref="Core.Connectors.IConfirmingConnector"/>).</summary>
    bool CanConfirm => false;

    /// <summary>What a person is asked for who makes a source on it.</summary>
    SourceForm Form { get; }

    /// <summary>Checks the settings of a source and registers its connector. Connects to nothing. Without its secret no connector is registered: searching
    /// and cleaning up need none.</summary>
    /// <param name="settings">The section of the source, <c>Archive:Sources:NAME</c>.</param>
    /// <returns>What an operator recognises the source by: API and address, no secret.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is missing or out of bounds: a <see cref="SourceSettingsException"/> where it can be told which.</exception>
    string Add(IServiceCollection services, string source, IConfigurationSection settings);
}
