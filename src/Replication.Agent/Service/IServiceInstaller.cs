namespace Replication.Agent.Service;

/// <summary>Has a service manager keep an agent running.</summary>
internal interface IServiceInstaller
{
    /// <summary>What installing writes and does, for people.</summary>
    string Describe();

    /// <summary>Written, enabled and started. Done again it changes what is there.</summary>
    Task InstallAsync(CancellationToken cancellationToken);

    /// <summary>Stopped and removed.</summary>
    /// <returns>False when it was not there.</returns>
    Task<bool> UninstallAsync(CancellationToken cancellationToken);
}
