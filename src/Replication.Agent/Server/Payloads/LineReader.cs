using System.Text;
using Replication.Agent.Server.Errors;

namespace Replication.Agent.Server.Payloads;

/// <summary>Reads lines of bounded length and raw bytes alternately from one stream.</summary>
internal sealed class LineReader(Stream stream, int maximumLine)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>A line without its CRLF.</summary>
    public async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken)) throw Malformed("the body ends within a line.");
            char next = (char)_buffer[_start++];
            if (next == '\n') break;
            if (line.Length == maximumLine) throw Malformed("a line is too long.");
            line.Append(next);
        }

        if (line.Length == 0 || line[^1] != '\r') throw Malformed("a line does not end with CRLF.");
        return line.ToString(0, line.Length - 1);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (_start == _end) return await stream.ReadAsync(destination, cancellationToken);
        int count = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    private static ServerException Malformed(string found) => new(ServerFailure.MalformedRequest, $"The aws-chunked body is malformed: {found}");

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
