using System.Text;
using Replication.Core.Snapshots;

namespace Replication.Core.Tests;

public class RootDigestTests
{
    [Fact]
    public void A_blank_disk_hashes_its_length_and_an_absent_top()
    {
        byte[] text = [.. "replication-root-1"u8, .. BitConverter.GetBytes(1L << 30), .. new byte[32]];
        Assert.Equal(BlockDigest.Compute(text), new RootDigest(1L << 30).Finish());
    }

    [Fact]
    public void One_leaf_is_the_hash_of_its_slots()
    {
        var digest = BlockDigest.Compute(Encoding.ASCII.GetBytes("block"));
        var root = new RootDigest(BlockGeometry.BlockSize * 4L);
        root.Add(2, digest);
        var slots = new byte[32 * 32];
        digest.WriteTo(slots.AsSpan(64));
        Assert.Equal(RootDigest.OfDisk(BlockGeometry.BlockSize * 4L, BlockDigest.Compute(slots)), root.Finish());
    }

    [Fact]
    public void Zero_blocks_do_not_count_whether_named_or_left_out()
    {
        long length = BlockGeometry.BlockSize * 5000L;
        var digest = BlockDigest.Compute("x"u8);
        var sparse = new RootDigest(length);
        var full = new RootDigest(length);
        for (long index = 0; index < 5000; index++)
        {
            if (index is 7 or 31 or 32 or 2048 or 4999)
            {
                sparse.Add(index, digest);
                full.Add(index, digest);
            }
            else
            {
                full.Add(index, BlockDigest.OfZeroBlock);
            }
        }

        Assert.Equal(full.Finish(), sparse.Finish());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(32, 1)]
    [InlineData(33, 2)]
    [InlineData(2048, 2)]
    [InlineData(2049, 3)]
    public void Levels_are_the_least_that_cover_the_disk(long blocks, int levels) =>
        Assert.Equal(levels, RootDigest.Levels(blocks * BlockGeometry.BlockSize));
}
