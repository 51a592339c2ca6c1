namespace Replication.Core.Tests.Rules;

internal enum GuestCase
{
    WindowsMbr,
    WindowsGpt,
    LinuxDhcp,
    LinuxStatic,
    Unlisted,
}
