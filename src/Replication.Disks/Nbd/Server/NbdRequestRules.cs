namespace Replication.Disks.Nbd;

/// <summary>What a client may ask of an export, decided from the request's header alone, before a byte is allocated or read.</summary>
internal static class NbdRequestRules
{
    /// <summary>Null when the request is to be done.</summary>
    public static NbdRefusal? Check(NbdRequest request, NbdExportInfo export, bool structured, bool contexts)
    {
        bool changes = request.Command is NbdCommand.Write or NbdCommand.Trim or NbdCommand.WriteZeroes;
        if (changes && export.IsReadOnly) return new NbdRefusal(NbdErrno.NotPermitted, $"{request.Command}: the export is read-only.");
        bool offered = request.Command switch
        {
            NbdCommand.Read or NbdCommand.Write or NbdCommand.Trim or NbdCommand.WriteZeroes => true,
            NbdCommand.Flush => export.Has(NbdExportFlags.SendFlush),
            NbdCommand.BlockStatus => contexts,
            _ => false,
        };
        if (!offered)
        {
            return request.Command == NbdCommand.BlockStatus
                ? Invalid("BlockStatus: no metadata context was agreed on.")
                : Invalid($"This export has no command {(ushort)request.Command}.");
        }

        NbdCommandFlags unknown = request.Flags & ~Allowed(request.Command, export, structured);
        if (unknown != 0) return Invalid($"{request.Command} has no flag {(ushort)unknown:x} here.");
        if (request.Command == NbdCommand.Flush)
        {
            return request is { Offset: 0, Length: 0 } ? null : Invalid("Flush is for the whole export; its offset and length are zero.");
        }

        bool payload = request.Command is NbdCommand.Read or NbdCommand.Write;
        if (payload && request.Length > export.MaximumPayload)
        {
            return Invalid($"{request.Command} of {request.Length} bytes: one request has at most {export.MaximumPayload}.");
        }

        if (request.Offset > (ulong)export.Length || request.Length > (ulong)export.Length - request.Offset)
        {
            return new NbdRefusal(
                request.Command is NbdCommand.Write or NbdCommand.WriteZeroes ? NbdErrno.NoSpace : NbdErrno.Invalid,
                $"{request.Command} of {request.Length} bytes at {request.Offset}: the export ends at {export.Length}.");
        }

        if (request.Command == NbdCommand.BlockStatus && request.Length == 0) return Invalid("BlockStatus of nothing.");
        // Zeroes that are written out are no quicker than a write, which is what FAST_ZERO asks to be told.
        const NbdCommandFlags WrittenOut = NbdCommandFlags.FastZero | NbdCommandFlags.NoHole;
        return (request.Flags & WrittenOut) == WrittenOut
            ? new NbdRefusal(NbdErrno.NotSupported, "WriteZeroes without holes is no quicker than a write.")
            : null;
    }

    private static NbdCommandFlags Allowed(NbdCommand command, NbdExportInfo export, bool structured)
    {
        // Valid on every command once it is offered; existing clients set it on some that write nothing.
        NbdCommandFlags durable = export.Has(NbdExportFlags.SendFua) ? NbdCommandFlags.ForceUnitAccess : NbdCommandFlags.None;
        return durable | command switch
        {
            NbdCommand.Read when structured => NbdCommandFlags.DontFragment,
            NbdCommand.WriteZeroes => NbdCommandFlags.NoHole | NbdCommandFlags.FastZero,
            NbdCommand.BlockStatus => NbdCommandFlags.RequestOne,
            _ => NbdCommandFlags.None,
        };
    }

    private static NbdRefusal Invalid(string text) => new(NbdErrno.Invalid, text);
}
