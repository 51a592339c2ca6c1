using FsCheck;
using FsCheck.Fluent;
using Replication.Disks.Nbd;

namespace Replication.Disks.Tests.Nbd;

public sealed class NbdCoverageTests
{
    private const int Length = 12;

    [Fact]
    public void Ranges_are_taken_as_a_map_of_bytes_would_take_them() => Prop.ForAll<(int Start, int Count)[]>(ranges =>
    {
        var coverage = new NbdCoverage(Length);
        var bytes = new bool[Length];
        foreach ((int start, int count) in ranges.Select(range => (Math.Abs(range.Start % 16) - 2, Math.Abs(range.Count % 6))))
        {
            bool fits = start >= 0 && count > 0 && start + count <= Length && !bytes.AsSpan(start, count).Contains(true);
            if (coverage.TryAdd(start, count) != fits) return false;
            if (fits) bytes.AsSpan(start, count).Fill(true);
            if (coverage.IsComplete != !bytes.Contains(false)) return false;
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, 13)]
    [InlineData(12, 1)]
    [InlineData(1, long.MaxValue)]
    [InlineData(long.MaxValue, 1)]
    public void Range_outside_is_refused(long start, long count) => Assert.False(new NbdCoverage(Length).TryAdd(start, count));

    [Fact]
    public void Nothing_is_complete() => Assert.True(new NbdCoverage(0).IsComplete);
}
