namespace Replication.Runtime.Hosting;

public enum HostPartState
{
    Running,

    /// <summary>It will be started again after a pause.</summary>
    Failed,

    /// <summary>It has nothing to do and has returned.</summary>
    Ended,
}
