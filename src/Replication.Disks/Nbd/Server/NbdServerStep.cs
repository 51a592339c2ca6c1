namespace Replication.Disks.Nbd;

/// <summary>What a server's negotiation wants after the bytes it was given; in each case what there is to send is sent first.</summary>
internal enum NbdServerStep
{
    Continue,

    /// <summary>Encrypt the connection; the negotiation goes on inside.</summary>
    StartTls,

    /// <summary>An export was chosen; requests follow.</summary>
    Transmission,

    /// <summary>The client has gone, or speaks something else.</summary>
    Close,
}
