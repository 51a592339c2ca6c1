namespace Replication.Disks.Nbd;

/// <summary>What a client's negotiation wants after the bytes it was given.</summary>
internal enum NbdClientStep
{
    /// <summary>Send what there is to send, then receive what is needed.</summary>
    Continue,

    /// <summary>Encrypt the connection now; the negotiation goes on inside.</summary>
    StartTls,

    /// <summary>The export is open; requests may be sent.</summary>
    Done,
}
