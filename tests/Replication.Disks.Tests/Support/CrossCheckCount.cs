using Replication.Disks.Tests.Support;
using Xunit.Sdk;

[assembly: AssemblyFixture(typeof(CrossCheckCount))]

namespace Replication.Disks.Tests.Support;

/// <summary>Counts comparisons with qemu-img and says at the end how many there were.</summary>
public sealed class CrossCheckCount(IMessageSink messages) : IDisposable
{
    private static int _count;

    public static void Add() => Interlocked.Increment(ref _count);

    public void Dispose() => messages.OnMessage(new Xunit.v3.DiagnosticMessage($"qemu-img cross-checks run: {_count}"));
}
