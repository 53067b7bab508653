using System.Text;
using System.Threading.Channels;

namespace Pff.Benchmarks.Baseline;

/// <summary>
/// An append-only file whose entries are durable before their writers go on. What arrives while the disk is busy is
/// written and synced together.
/// </summary>
internal sealed class GroupCommitJournal : IAsyncDisposable
{
    private readonly Channel<(string Line, TaskCompletionSource? Durable)> _entries =
        Channel.CreateUnbounded<(string, TaskCompletionSource?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly FileStream _file;
    private readonly Task _writing;

    public GroupCommitJournal(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Completes when the line is on the disk.</summary>
    public Task AppendAsync(string line)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _entries.Writer.TryWrite((line, durable));
        return durable.Task;
    }

    /// <summary>The line is on the disk with some later group.</summary>
    public void Append(string line) => _entries.Writer.TryWrite((line, null));

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.Complete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var buffer = new MemoryStream();
        var waiting = new List<TaskCompletionSource>();
        while (await _entries.Reader.WaitToReadAsync())
        {
            buffer.SetLength(0);
            waiting.Clear();
            while (_entries.Reader.TryRead(out var entry))
            {
                buffer.Write(Encoding.UTF8.GetBytes(entry.Line));
                if (entry.Durable is { } durable)
                {
                    waiting.Add(durable);
                }
            }

            _file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            _file.Flush(flushToDisk: true);
            foreach (var durable in waiting)
            {
                durable.SetResult();
            }
        }
    }
}
