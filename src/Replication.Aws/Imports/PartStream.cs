using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Replication.Core.Streams;

namespace Replication.Aws.Imports;

/// <summary>
/// Cuts what is written into parts of one size and hands them on, several at once. Memory: one buffer more than that. The
/// first failure of a part is that of the next write; when it is disposed of, no part is on its way any more.
/// </summary>
internal sealed class PartStream : WriteOnlyStream
{
    private readonly Func<int, ReadOnlyMemory<byte>, CancellationToken, Task> _send;
    private readonly int _partSize;
    private readonly int _parallel;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _stop;
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly List<Task> _running = [];
    private byte[]? _buffer;
    private int _used;
    private Exception? _failure;
    private bool _disposed;

    /// <param name="partSize">Bytes of each part but the last.</param>
    /// <param name="parallel">Parts on their way at once.</param>
    /// <param name="send">Takes part numbers from 1 and their bytes, which are its own until it returns.</param>
    /// <param name="cancellationToken">Stops the parts that are on their way.</param>
    public PartStream(int partSize, int parallel, Func<int, ReadOnlyMemory<byte>, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        _partSize = partSize;
        _parallel = parallel;
        _send = send;
        _places = new SemaphoreSlim(parallel);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Parts handed on so far.</summary>
    public int Parts { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            _buffer ??= _free.TryTake(out byte[]? free) ? free : GC.AllocateUninitializedArray<byte>(_partSize);
            int count = Math.Min(_partSize - _used, buffer.Length);
            buffer[..count].CopyTo(_buffer.AsMemory(_used));
            _used += count;
            buffer = buffer[count..];
            if (_used == _partSize) await SendAsync(cancellationToken);
        }
    }

    /// <summary>Hands on what is left and waits for everything.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_used > 0) await SendAsync(cancellationToken);
        for (int i = 0; i < _parallel; i++) await EnterAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        // Each task keeps its own failure to itself.
        await Task.WhenAll(_running);
        _places.Dispose();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await EnterAsync();
        cancellationToken.ThrowIfCancellationRequested();
        (byte[] bytes, int length, int number) = (_buffer!, _used, ++Parts);
        _buffer = null;
        _used = 0;
        _running.RemoveAll(task => task.IsCompleted);
        _running.Add(Task.Run(() => RunAsync(number, bytes, length), CancellationToken.None));
    }

    /// <summary>Waits for a place. What a part failed with comes before the stop that it caused.</summary>
    private async Task EnterAsync()
    {
        try
        {
            await _places.WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_failure is not null)
        {
            // Thrown below.
        }

        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }

    private async Task RunAsync(int number, byte[] bytes, int length)
    {
        try
        {
            await _send(number, bytes.AsMemory(0, length), _stop.Token);
            _free.Add(bytes);
        }
        catch (Exception error)
        {
            if (Interlocked.CompareExchange(ref _failure, error, null) is null) await _stop.CancelAsync();
        }
        finally
        {
            _places.Release();
        }
    }
}
