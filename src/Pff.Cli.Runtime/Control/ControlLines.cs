namespace Pff.Cli.Runtime.Control;

/// <summary>Lines of JSON on a socket.</summary>
internal static class ControlLines
{
    private const int MaximumBytes = 64 * 1024;

    /// <summary>The next line without its end; null where the stream ends before one, or it is too long.</summary>
    public static async ValueTask<byte[]?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < MaximumBytes && await stream.ReadAsync(one, cancellation) == 1)
        {
            if (one[0] == (byte)'\n')
            {
                return [.. line];
            }

            line.Add(one[0]);
        }

        return null;
    }
}
