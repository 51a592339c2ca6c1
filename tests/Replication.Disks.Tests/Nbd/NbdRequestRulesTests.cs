using Replication.Disks.Nbd;

namespace Replication.Disks.Tests.Nbd;

/// <summary>Which requests a server does, and the one reason for each that it does not.</summary>
public sealed class NbdRequestRulesTests
{
    private const long Length = 1 << 20;
    private const int Fua = 1, NoHole = 2, DontFragment = 4, One = 8, Fast = 16;

    [Theory]
    [InlineData(NbdCommand.Read, 0, 0, Length)]
    [InlineData(NbdCommand.Read, Fua, Length - 1, 1)]
    [InlineData(NbdCommand.Read, DontFragment, Length, 0)]
    [InlineData(NbdCommand.Write, Fua, 0, 1)]
    [InlineData(NbdCommand.Flush, 0, 0, 0)]
    [InlineData(NbdCommand.Flush, Fua, 0, 0)]
    [InlineData(NbdCommand.Trim, Fua, 0, Length)]
    [InlineData(NbdCommand.WriteZeroes, NoHole | Fua, 0, Length)]
    [InlineData(NbdCommand.WriteZeroes, Fast, 0, Length)]
    [InlineData(NbdCommand.BlockStatus, One, 0, Length)]
    internal void Request_that_is_offered_is_done(NbdCommand command, int flags, long offset, long length) =>
        Assert.Null(NbdRequestRules.Check(Request(command, flags, (ulong)offset, (uint)length), Export(), structured: true, contexts: true));

    [Theory]
    [InlineData(NbdCommand.Read, 0, Length, 1, 22, "ends at")]
    [InlineData(NbdCommand.Read, 0, Length + 1, 0, 22, "ends at")]
    [InlineData(NbdCommand.Read, 0, -1, 1, 22, "ends at")]
    [InlineData(NbdCommand.Read, 0, 0, (32 << 20) + 1, 22, "at most")]
    [InlineData(NbdCommand.Write, 0, 0, (32 << 20) + 1, 22, "at most")]
    [InlineData(NbdCommand.Read, NoHole, 0, 1, 22, "flag 2")]
    [InlineData(NbdCommand.Write, DontFragment, 0, 1, 22, "flag 4")]
    [InlineData(NbdCommand.Read, 0x8000, 0, 1, 22, "flag 8000")]
    [InlineData(NbdCommand.Write, 0, Length, 1, 28, "ends at")]
    [InlineData(NbdCommand.WriteZeroes, 0, Length, 1, 28, "ends at")]
    [InlineData(NbdCommand.Trim, 0, Length, 1, 22, "ends at")]
    [InlineData(NbdCommand.Flush, 0, 0, 1, 22, "whole export")]
    [InlineData(NbdCommand.Flush, 0, 1, 0, 22, "whole export")]
    [InlineData(NbdCommand.WriteZeroes, NoHole | Fast, 0, 1, 95, "no quicker")]
    [InlineData(NbdCommand.BlockStatus, 0, 0, 0, 22, "nothing")]
    [InlineData(NbdCommand.BlockStatus, 0, Length, 1, 22, "ends at")]
    [InlineData(NbdCommand.Cache, 0, 0, 1, 22, "no command 5")]
    [InlineData((NbdCommand)99, 0, 0, 1, 22, "no command 99")]
    internal void Request_that_is_not_done_has_its_number_and_its_reason(NbdCommand command, int flags, long offset, long length, uint error, string reason)
    {
        NbdRefusal? refusal = NbdRequestRules.Check(Request(command, flags, (ulong)offset, (uint)length), Export(), structured: true, contexts: true);

        Assert.Equal((NbdErrno)error, refusal!.Error);
        Assert.Contains(reason, refusal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NbdCommand.Write, 0, 1)]
    [InlineData(NbdCommand.Trim, 0, 1)]
    [InlineData(NbdCommand.WriteZeroes, 0, 1)]
    [InlineData(NbdCommand.Flush, 0, 22)]
    [InlineData(NbdCommand.Read, Fua, 22)]
    internal void Read_only_export_is_not_changed(NbdCommand command, int flags, uint error) => Assert.Equal(
        (NbdErrno)error, NbdRequestRules.Check(Request(command, flags, 0, 0), Export(NbdExportFlags.HasFlags | NbdExportFlags.ReadOnly), true, true)!.Error);

    [Fact]
    public void What_was_not_agreed_on_is_not_done()
    {
        Assert.NotNull(NbdRequestRules.Check(Request(NbdCommand.Read, DontFragment, 0, 1), Export(), structured: false, contexts: false));
        Assert.NotNull(NbdRequestRules.Check(Request(NbdCommand.BlockStatus, 0, 0, 1), Export(), structured: true, contexts: false));
    }

    private static NbdRequest Request(NbdCommand command, int flags, ulong offset, uint length) => new((NbdCommandFlags)flags, command, 1, offset, length);

    private static NbdExportInfo Export(NbdExportFlags flags = (NbdExportFlags)0xBFD) => new() { Length = Length, Flags = flags & ~NbdExportFlags.SendCache };
}
