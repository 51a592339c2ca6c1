using Replication.Core.Disks;
using Replication.Hypervisors.Live;

namespace Replication.Hypervisors.Tests.Live;

public class FilledExtentsTests
{
    private const int Length = 60;

    [Fact]
    public void A_merged_list_has_what_either_has_and_its_extents_do_not_touch()
    {
        var random = new Random(6);
        for (int round = 0; round < 500; round++)
        {
            bool[] some = Bits(random), others = Bits(random);
            IReadOnlyList<Extent> merged = FilledExtents.Merge(Extents(some), Extents(others));
            Assert.Equal(Extents([.. some.Zip(others, (left, right) => left || right)]), merged);
        }
    }

    [Theory]
    [InlineData(0, 60, new long[] { 5, 10, 20, 5 })]
    [InlineData(7, 15, new long[] { 7, 8, 20, 2 })]
    [InlineData(15, 5, new long[] { })]
    public void A_part_is_clipped_to_its_range(long offset, long length, long[] expected)
    {
        Extent[] extents = [new(5, 10), new(20, 5)];
        Assert.Equal(expected.Chunk(2).Select(pair => new Extent(pair[0], pair[1])), FilledExtents.Clip(extents, offset, length));
    }

    private static bool[] Bits(Random random)
    {
        double density = random.NextDouble();
        return [.. Enumerable.Range(0, Length).Select(_ => random.NextDouble() < density)];
    }

    private static List<Extent> Extents(bool[] bits)
    {
        var extents = new List<Extent>();
        for (int at = 0; at < bits.Length; at++)
        {
            if (!bits[at]) continue;
            if (extents is [.., var last] && last.End == at) extents[^1] = last with { Length = last.Length + 1 };
            else extents.Add(new Extent(at, 1));
        }

        return extents;
    }
}
