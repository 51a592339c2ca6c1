namespace Replication.Core.Transfer;

/// <summary>Where a long operation stands. Bytes; rate and time left follow from successive reports.</summary>
/// <param name="Activity">What is being done, for example "disk0: sending".</param>
/// <param name="Position">How far into <paramref name="Length"/> the work has come.</param>
/// <param name="Length">End of the work.</param>
/// <param name="BytesRead">Bytes read from the source so far.</param>
/// <param name="BytesSent">Bytes put to the destination so far.</param>
public readonly record struct TransferProgress(string Activity, long Position, long Length, long BytesRead, long BytesSent);
