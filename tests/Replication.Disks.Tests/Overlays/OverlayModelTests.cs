using FsCheck;
using FsCheck.Fluent;
using Replication.Core.Disks;

namespace Replication.Disks.Tests.Overlays;

/// <summary>An overlay against an array of bytes.</summary>
public class OverlayModelTests
{
    private static readonly int Tests = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 3000 : 40;

    [Fact]
    public void It_holds_what_was_written_and_names_it_exactly_now_and_after_it_was_opened_again() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Tests),
        Prop.ForAll(Arb.From(OverlayModel.Step.NonEmptyListOf()), async steps =>
        {
            var files = new MemoryOverlayFiles();
            byte[] expected = OverlayModel.Start;
            var written = new bool[OverlayModel.Length];
            await using (IOverlayDisk disk = files.Open())
            {
                foreach (OverlayStep step in steps)
                {
                    await OverlayModel.DoAsync(disk, step);
                    expected = OverlayModel.After(expected, step);
                    if (step.Kind != OverlayStepKind.Flush) Mark(written, step);
                    await RequireAsync(disk, expected, written);
                }
            }

            await using IOverlayDisk again = files.Open();
            await RequireAsync(again, expected, written);
            return true;
        }));

    /// <summary>Each end of the process is tried with several outcomes of what was not flushed.</summary>
    [Fact]
    public void INV_02_an_end_in_the_middle_of_anything_leaves_a_moment_at_or_after_the_last_flush() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Tests),
        Prop.ForAll(Arb.From(OverlayModel.Step.NonEmptyListOf()), Arb.From(Gen.Choose(0, int.MaxValue - 1)), async (steps, seed) =>
        {
            var random = new Random(seed);
            int total = await CountAsync(steps);
            for (int attempt = 0; attempt < 4; attempt++)
            {
                var files = new MemoryOverlayFiles();
                int before = files.Steps;
                var states = new List<byte[]> { OverlayModel.Start };
                // Several lives, one after the other: what one leaves behind must not confuse the next.
                for (int life = 0; life < 3; life++)
                {
                    bool losesPower = random.Next(2) == 0;
                    files.EndAt = files.Steps + 1 + random.Next(total - before + 1);
                    int firstAllowed = await LiveAsync(files, steps, states);
                    byte[] found = await files.ReopenedAsync(losesPower ? random : null);
                    // Without a loss of power everything that was acknowledged is there.
                    int first = losesPower ? firstAllowed : Math.Max(firstAllowed, states.Count - 2);
                    if (!OverlayModel.IsMoment(found, states, first)) return false;
                    states = [found];
                }
            }

            return true;
        }));

    /// <returns>The last state that a flush had promised. The last of the states was not acknowledged.</returns>
    private static async Task<int> LiveAsync(MemoryOverlayFiles files, IReadOnlyList<OverlayStep> steps, List<byte[]> states)
    {
        int promised = 0;
        try
        {
            IOverlayDisk disk = files.Open();
            foreach (OverlayStep step in steps)
            {
                states.Add(OverlayModel.After(states[^1], step));
                await OverlayModel.DoAsync(disk, step);
                if (step.Kind == OverlayStepKind.Flush) promised = states.Count - 1;
            }

            states.Add(states[^1]);
            await disk.DisposeAsync();
            promised = states.Count - 1;
        }
        catch (OverlayEndException)
        {
            // The end that was set.
        }

        return promised;
    }

    private static async Task<int> CountAsync(IReadOnlyList<OverlayStep> steps)
    {
        var files = new MemoryOverlayFiles();
        await LiveAsync(files, steps, [OverlayModel.Start]);
        return files.Steps;
    }

    private static async Task RequireAsync(IOverlayDisk disk, byte[] expected, bool[] written)
    {
        byte[] found = await OverlayModel.ContentAsync(disk);
        Assert.True(expected.AsSpan().SequenceEqual(found));
        Extent[] changed = await disk.ChangedExtentsAsync(0, disk.Length).ToArrayAsync();
        Assert.Equal(RangesOf(written), changed);
        RequireHolesBetween(expected, await disk.AllocatedExtentsAsync(512, OverlayModel.Length - 1024).ToArrayAsync());
    }

    private static void RequireHolesBetween(byte[] expected, Extent[] allocated)
    {
        for (int i = 1; i < allocated.Length; i++) Assert.True(allocated[i - 1].End < allocated[i].Offset);
        long at = 512;
        foreach (Extent extent in allocated.Append(new Extent(OverlayModel.Length - 512, 0)))
        {
            Assert.True(expected.AsSpan((int)at, (int)(extent.Offset - at)).IndexOfAnyExcept((byte)0) < 0, "Something lies outside of what is allocated.");
            at = extent.End;
        }
    }

    private static void Mark(bool[] written, OverlayStep step)
    {
        int start = step.Offset / OverlayModel.Chunk * OverlayModel.Chunk;
        int end = Math.Min((step.Offset + step.Count + OverlayModel.Chunk - 1) / OverlayModel.Chunk * OverlayModel.Chunk, OverlayModel.Length);
        written.AsSpan(start, end - start).Fill(true);
    }

    private static List<Extent> RangesOf(bool[] written)
    {
        var ranges = new List<Extent>();
        for (int at = 0; at < written.Length; at++)
        {
            if (!written[at]) continue;
            int start = at;
            while (at < written.Length && written[at]) at++;
            ranges.Add(new Extent(start, at - start));
        }

        return ranges;
    }
}
