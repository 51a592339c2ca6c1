namespace Replication.Runtime.Hosting;

public sealed record WorkspaceHostOptions
{
    /// <summary>How long a host stays when there is nothing to do, unless it is told otherwise.</summary>
    public static TimeSpan DefaultIdle { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a host that is started here stays when there is nothing to do.</summary>
    public TimeSpan Idle { get; init; } = DefaultIdle;

    /// <summary>A slow machine takes seconds to start it; a host that is just ending lets go of its job first.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What to start; null for the program of this installation.</summary>
    public HostProgram? Program { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
