namespace Replication.Core.Rules.Failback.Facts;

public enum DatastoreAccess
{
    ReadWrite,
    ReadOnly,
    NotMounted,
}
