namespace Pff.Runtime.Journal;

internal enum ColumnType : byte
{
    Null,
    Integer,
    Text,
    Blob,

    /// <summary>A float, which no journal has.</summary>
    Other,
}

/// <summary>What a statement gives, row by row; columns count from 0. Errors are <see cref="JournalException"/>s.</summary>
internal abstract class JournalRows : IDisposable
{
    /// <summary>Moves to the next row; false at the end.</summary>
    public abstract bool Step();

    public abstract long Int(int column);

    public abstract string? Text(int column);

    public abstract ColumnType TypeOf(int column);

    /// <summary>The bytes of a blob, or of a text; valid until the statement moves.</summary>
    public abstract ReadOnlySpan<byte> Blob(int column);

    public abstract void Dispose();
}

/// <summary>A statement that runs again and again. Parameters are written <c>?1</c> and count from 1; all are bound anew each time.</summary>
internal abstract class JournalStatement : JournalRows
{
    public abstract JournalStatement Bind(int index, long value);

    public abstract JournalStatement Bind(int index, string? text);

    /// <summary>An empty span is null.</summary>
    public abstract JournalStatement Bind(int index, ReadOnlySpan<byte> blob);

    public abstract JournalStatement BindText(int index, ReadOnlySpan<byte> utf8);

    public abstract JournalStatement BindNull(int index);

    /// <summary>Runs a statement that gives no rows, and makes it ready to run again.</summary>
    public abstract void Run();

    /// <summary>Ends reading, and makes the statement ready to run again.</summary>
    public abstract void Reset();
}
