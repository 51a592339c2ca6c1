namespace Replication.Core.Rules;

public enum GuestFamily
{
    Windows,
    Linux,
}
