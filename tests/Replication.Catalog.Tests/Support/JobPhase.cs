namespace Replication.Catalog.Tests.Support;

public enum JobPhase
{
    Queued,
    Running,
    Completed,
}
