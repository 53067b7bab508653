using Pff.Runtime.Journal.Postgres;

namespace Pff.Runtime.Journal;

/// <summary>
/// One connection to what holds a journal's tables. The tables and nearly all statements are the same in every store; what is not
/// is here. Not thread-safe. Errors are <see cref="JournalException"/>s.
/// </summary>
internal abstract class JournalDatabase : IDisposable
{
    /// <summary>The file in the run's folder by which the journal is known: the journal itself, or what says where it is.</summary>
    public abstract string Path { get; }

    /// <summary>A statement that runs often and gives few rows.</summary>
    public abstract JournalStatement Prepare(string sql);

    /// <summary>Rows without an end in sight, of which only some are held at a time; other statements may run meanwhile.</summary>
    public abstract JournalRows Query(string sql);

    /// <summary>Inserts a whole record, in the place of one with the same key.</summary>
    /// <param name="columns">All of the table's, divided by <c>, </c>.</param>
    /// <param name="key">The columns of the table's key.</param>
    public abstract string UpsertSql(string table, string columns, string key);

    /// <summary>Begins the durable transaction that makes a journal, and makes its tables.</summary>
    public abstract void BeginNew(long version, IEnumerable<string> tables);

    /// <summary>Refuses what is not a journal.</summary>
    /// <returns>The version of its format, which may be any.</returns>
    /// <exception cref="JournalException">PFF3303 or PFF3315.</exception>
    public abstract long ReadVersion();

    /// <summary>This connection only reads.</summary>
    public abstract void PrepareToRead();

    /// <summary>This connection is the journal's only writer.</summary>
    public abstract void PrepareToWrite(JournalOptions options);

    /// <param name="isDurable">The commit waits for the disk, for itself and all commits before it.</param>
    public abstract void Begin(bool isDurable);

    public abstract void Commit();

    /// <summary>After an error. Does not throw.</summary>
    public abstract void Rollback();

    /// <summary>Until its end, this connection sees nothing that others write.</summary>
    public abstract void BeginSnapshot();

    public abstract void EndSnapshot();

    /// <summary>What the store itself finds to be damaged; null for nothing.</summary>
    public abstract string? FindDamage();

    public abstract void Dispose();

    /// <summary>Opens the database of a journal whose file is there.</summary>
    /// <param name="leavesFiles">For a reader, who changes nothing by closing.</param>
    /// <exception cref="JournalException">It cannot be opened.</exception>
    public static JournalDatabase Open(string path, bool leavesFiles = false) =>
        PostgresPlace.IsPlace(path) ? PostgresDatabase.Open(path) : SqliteDatabase.Open(path, leavesFiles);

    /// <summary>
    /// Opens a database that others reach too without this computer's files, and keeps a second writer out of the journal for as
    /// long as it is open; null where the lock beside the file is enough.
    /// </summary>
    /// <exception cref="JournalException">PFF3302 where there is a writer.</exception>
    public static JournalDatabase? OpenLocked(string path)
    {
        if (!PostgresPlace.IsPlace(path))
        {
            return null;
        }

        var database = PostgresDatabase.Open(path);
        try
        {
            database.Lock();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
