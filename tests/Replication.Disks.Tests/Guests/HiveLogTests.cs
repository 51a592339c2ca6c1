using Replication.Disks.Checksums;
using Replication.Disks.Guests;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Guests;

/// <summary>
/// Hives of hivex that are not complete without their logs. The value "Round" says which state was read: 0 in the hive, then one more
/// with each change; the last change makes the hive longer.
/// </summary>
public sealed class HiveLogTests
{
    private const int Rounds = 4;

    private static readonly Lazy<byte[][]> States = new(MakeStates);

    private readonly byte[][] _states;
    private readonly byte[][] _entries;
    private readonly uint _first;

    public HiveLogTests()
    {
        Tool.Need("hivexsh");
        _states = States.Value;
        _first = HiveBaseBlock.Secondary(_states[0]) + 1;
        _entries = [.. Enumerable.Range(1, Rounds - 1).Select(round => HiveLogFile.Entry(_first + (uint)round - 1, _states[round - 1], _states[round]))];
    }

    /// <summary>Values of the tests of .NET's own implementation.</summary>
    [Theory]
    [InlineData(0x004FB61A001BDBCC, "", 0x30ED35C100CD3C7D)]
    [InlineData(0x004FB61A001BDBCC, "AF", 0x48E73FC77D75DDC1)]
    [InlineData(0x004FB61A001BDBCC, "37F495", 0xF0B07C789B8CF7E8)]
    [InlineData(0x004FB61A001BDBCC, "8642DC59", 0x7008F2E87E9CF556)]
    [InlineData(0x004FB61A001BDBCC, "AB427EA8D10FC7", 0xE11847E4F0678C41)]
    public void The_checksum_is_marvin32(long seed, string data, ulong expected) => Assert.Equal(expected, Marvin32.Compute(Convert.FromHexString(data), (ulong)seed));

    [Fact]
    public void Changes_of_both_logs_are_applied_whichever_begins_and_the_hive_grows()
    {
        Assert.True(_states[^1].Length > _states[0].Length);
        (string, byte[]) earlier = ("LOG2", Log(_first, _entries[..2]));
        (string, byte[]) later = ("LOG1", Log(_first + 2, _entries[2..]));

        foreach ((string, byte[])[] logs in ((string, byte[])[][])[[later, earlier], [earlier, later]])
        {
            var hive = new RegistryHive("SYSTEM", Dirty, logs);
            Assert.Equal((3, 1400), (Round(hive), hive.Number(@"Many\key1400", "Value")));
            Assert.Equal("SYSTEM hive with 3 change(s) of its log", hive.Source);
        }
    }

    [Fact]
    public void A_complete_hive_is_read_as_it_is_whatever_its_logs_hold()
    {
        var hive = new RegistryHive("SYSTEM", _states[0], ("LOG1", Log(_first, _entries)));
        Assert.Equal((0, "SYSTEM hive"), (Round(hive), hive.Source));
    }

    [Fact]
    public void Replay_ends_before_an_entry_that_was_torn_or_has_another_checksum_as_it_does_in_windows()
    {
        byte[] whole = Log(_first, _entries[..2]);
        Assert.Equal(1, Round(Recover(whole[..^512])));
        foreach (int at in (int[])[16, 24, 32, 40, 44, 300, 4000])
        {
            byte[] bad = (byte[])whole.Clone();
            bad[512 + _entries[0].Length + at] ^= 1;
            Assert.Equal(1, Round(Recover(bad)));
        }
    }

    [Fact]
    public void Replay_ends_before_a_gap_in_the_numbers_within_a_log_and_between_logs()
    {
        Assert.Equal(1, Round(Recover(Log(_first, [_entries[0], _entries[2]]))));
        Assert.Equal(1, Round(Recover(Log(_first, _entries[..1]), Log(_first + 2, _entries[2..]))));
    }

    [Fact]
    public void Entries_of_earlier_rounds_behind_the_last_one_are_not_taken()
    {
        byte[] old = HiveLogFile.Entry(_first - 5, _states[0], _states[3]);
        Assert.Equal(1, Round(Recover(Log(_first, [_entries[0], old]))));
    }

    [Fact]
    public void A_log_whose_changes_are_in_the_hive_already_is_passed_over()
    {
        byte[] old = HiveLogFile.Entry(_first - 2, _states[0], _states[3]);
        Assert.Equal(2, Round(Recover(Log(_first - 2, [old]), Log(_first, _entries[..2]))));
    }

    [Fact]
    public void What_the_logs_do_not_complete_is_not_read()
    {
        byte[] wrong = (byte[])_entries[0].Clone();
        wrong[100] ^= 1;
        byte[][][] nothing =
        [
            [],
            [[]],
            [new byte[4096]],
            [Log(_first, [])],
            [Log(_first, [wrong])],
            [Log(_first, [_entries[0][..^512]])],
            [Log(_first, _entries[1..])],
            [Log(_first - 2, [HiveLogFile.Entry(_first - 2, _states[0], _states[3])])],
        ];
        foreach (byte[][] logs in nothing) Assert.Contains("none of these can be replayed", Assert.Throws<GuestFileException>(() => Recover(logs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_of_the_format_before_is_not_replayed()
    {
        byte[] log = [.. Log(_first, []), .. "DIRT"u8, .. new byte[508]];
        HiveLogFile.U32(log, 28, 1);
        byte[] head = HiveLogFile.Dirty(log); // its checksum anew
        Assert.Contains("before Windows 8.1", Assert.Throws<GuestFileException>(() => Recover(head)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 0xFFFFFFFF)] // pages
    [InlineData(40, 0xFFFFF000)] // offset of a page
    [InlineData(44, 0xFFFFFFFF)] // length of a page
    [InlineData(16, 0)] // length of the bins
    public void Numbers_that_lead_outside_are_refused_although_their_checksum_is_right(int offset, uint value)
    {
        byte[] entry = (byte[])_entries[0].Clone();
        HiveLogFile.U32(entry, offset, value);
        HiveLogFile.Seal(entry);
        Assert.Throws<GuestFileException>(() => Recover(Log(_first, [entry])));
    }

    [Theory]
    [InlineData(0xFFFFF000)]
    [InlineData(0x40000000)]
    public void A_log_does_not_make_a_hive_of_any_length(uint length)
    {
        byte[] entry = (byte[])_entries[0].Clone();
        HiveLogFile.U32(entry, 16, length);
        HiveLogFile.Seal(entry);
        Assert.Contains("bytes long", Assert.Throws<GuestFileException>(() => Recover(Log(_first, [entry]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_that_leaves_no_whole_bins_is_not_believed()
    {
        byte[] broken = (byte[])_states[1].Clone();
        broken[4096] ^= 1;
        byte[] log = Log(_first, [HiveLogFile.Entry(_first, _states[0], broken)]);
        Assert.Contains("no bin at 0", Assert.Throws<GuestFileException>(() => Recover(log)).Message, StringComparison.Ordinal);
    }

    private byte[] Dirty => HiveLogFile.Dirty(_states[0]);

    private static int? Round(RegistryHive hive) => hive.Number("Select", "Round");

    private byte[] Log(uint first, byte[][] entries) => HiveLogFile.Make(_states[0], first, entries);

    private RegistryHive Recover(params byte[][] logs) => new("SYSTEM", Dirty, [.. logs.Select((log, index) => ($"LOG{index + 1}", log))]);

    private static byte[][] MakeStates()
    {
        using var folder = new TempFolder();
        return [.. Enumerable.Range(0, Rounds).Select(round =>
        {
            var values = Enumerable.Range(0, round == Rounds - 1 ? 1500 : 20).Select(i => ($@"Many\key{i}", "Value", $"dword:{i}"));
            return File.ReadAllBytes(HiveFile.Write(folder.File($"state{round}"), [("Select", "Round", $"dword:{round}"), .. values]));
        })];
    }
}
