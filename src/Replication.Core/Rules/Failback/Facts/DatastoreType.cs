namespace Replication.Core.Rules.Failback.Facts;

public enum DatastoreType
{
    Vmfs,
    VSan,
    Nfs,
}
