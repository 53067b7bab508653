using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Journal;

/// <summary>
/// Writes the records of a journal, each with its checksum, and keeps the seal. Belongs to one thread; whoever begins the
/// transaction also ends it, and after an error the seal here is ahead of the file, so nothing may be written any more.
/// </summary>
internal sealed class JournalTables : IDisposable
{
    private readonly RecordBinder _binder;
    private readonly Dictionary<string, long> _names = new(StringComparer.Ordinal);
    private readonly OpenCalls _open;
    private readonly JournalStatement _findCall;

    /// <summary>The call that is found, also where it is encrypted.</summary>
    private readonly JournalRows _foundCall;
    private readonly JournalStatement _putCall;
    private readonly JournalStatement _removeIntent;
    private readonly JournalStatement _dropReads;
    private readonly JournalStatement _findRow;
    private readonly JournalStatement _putRow;
    private readonly JournalStatement _putName;
    private readonly JournalStatement _findText;
    private readonly JournalStatement _putText;
    private readonly JournalStatement _removeText;
    private readonly int _compressFrom;

    /// <param name="seal">As the file has it; a new one for a new file.</param>
    /// <param name="compressFrom">See <see cref="JournalOptions.CompressFrom"/>.</param>
    /// <param name="older">Rows of which there may be calls already.</param>
    /// <param name="cipher">Null for a journal in the clear.</param>
    public JournalTables(JournalDatabase database, JournalSeal seal, int compressFrom, RowSet older, JournalCipher? cipher)
    {
        Seal = seal;
        _open = new OpenCalls(older);
        _compressFrom = compressFrom;
        _binder = new RecordBinder(cipher);
        _findCall = database.Prepare($"SELECT {JournalSchema.CallColumns}, checksum FROM call WHERE \"row\" = ?1 AND ordinal = ?2");
        _foundCall = cipher is null ? _findCall : new DecryptedRows(_findCall, JournalTable.Call, cipher, database.Path);
        _putCall = database.Prepare(JournalSchema.UpsertSql(database, JournalTable.Call));
        _removeIntent = database.Prepare(
            $"DELETE FROM call WHERE \"row\" = ?1 AND ordinal = ?2 AND state = {(int)CallState.Intended} RETURNING checksum");
        _dropReads = database.Prepare($"DELETE FROM call WHERE \"row\" = ?1 AND effect = {(int)Effect.Read} RETURNING checksum");
        _findRow = database.Prepare("SELECT outcome, checksum FROM \"row\" WHERE number = ?1");
        _putRow = database.Prepare(JournalSchema.UpsertSql(database, JournalTable.Row));
        _putName = database.Prepare(JournalSchema.UpsertSql(database, JournalTable.Name));
        _findText = database.Prepare("SELECT checksum, value FROM run WHERE key = ?1");
        _putText = database.Prepare(JournalSchema.UpsertSql(database, JournalTable.Run));
        _removeText = database.Prepare("DELETE FROM run WHERE key = ?1");
        LoadNames(database);
    }

    public JournalSeal Seal { get; }

    /// <summary>A write again after a resume is the same call once more: the last intent counts, and how many there were.</summary>
    public void PutIntent(CallIntent intent)
    {
        var intents = Replace(intent.Key)?.Intents ?? 0;
        BeginCall(intent.Key, intent.StepId, intent.Method, Effect.Write, CallState.Intended).Add(intents + 1)
            .Add(intent.IdempotencyKey).Add(intent.RequestSha256).AddNull(7).Add(intent.Undo.Span);
        EndCall(intent.Key, new PutCall(intents + 1, intent.IdempotencyKey, intent.RequestSha256, true, _binder.Run()));
    }

    public void PutOutcome(CallOutcome outcome)
    {
        var known = Replace(outcome.Key);
        var call = known is { } intent && outcome.RequestSha256 is null ? intent : new PutCall(0, null, outcome.RequestSha256, false, 0);
        BeginCall(outcome.Key, outcome.StepId, outcome.Method, outcome.Effect, outcome.State)
            .Add(call.Intents).Add(call.IdempotencyKey).Add(call.RequestSha256);
        _binder.Add(outcome.Status).Add(outcome.Attempts).Add(outcome.DurationMs);
        ResponseCodec.Bind(_binder, outcome.Response.Span, _compressFrom);
        _binder.Add(outcome.Failure is { } failure ? JournalJson.Write(failure) : null).Add(outcome.Undo.Span);
        EndCall(outcome.Key, call with { IsUnknownWrite = StoredCall.IsUnknownWrite(outcome.Effect, outcome.State), Checksum = _binder.Run() });
    }

    /// <summary>Takes a write over from an earlier run's journal.</summary>
    /// <param name="record">Stands on all columns of the call there.</param>
    /// <param name="isKnown">Its outcome is taken over too; else only its intent is, for its effect is to be settled.</param>
    public void PutEarlier(JournaledWrite write, JournalRows record, bool isKnown)
    {
        var state = isKnown ? write.State : CallState.Intended;
        Replace(write.Key);
        BeginCall(write.Key, write.StepId, write.Method, write.Effect, state);
        if (isKnown)
        {
            for (var column = JournalSchema.IntentsColumn; column < JournalSchema.UndoColumn; column++)
            {
                _binder.Copy(record, column);
            }

            _binder.Add(Undoing.UndoNote.Earlier.Span);
        }
        else
        {
            _binder.Add(Math.Max(record.Int(JournalSchema.IntentsColumn), 1))
                .Copy(record, JournalSchema.IdempotencyKeyColumn).Copy(record, JournalSchema.IdempotencyKeyColumn + 1).AddNull(8);
        }

        EndCall(write.Key, ReadPut(record) with { IsUnknownWrite = StoredCall.IsUnknownWrite(write.Effect, state), Checksum = _binder.Run() });
    }

    /// <summary>Takes back an intent without an outcome.</summary>
    public void RemoveIntent(CallKey key)
    {
        if (!Remove(_removeIntent.Bind(1, key.Row).Bind(2, key.Ordinal)))
        {
            return;
        }

        Seal.UnknownWrites--;
        if (_open.TryGet(key.Row, out var calls))
        {
            calls.Remove(key.Ordinal);
        }
    }

    /// <summary>Of a row that ends.</summary>
    public void DropReads(long row) => Remove(_dropReads.Bind(1, row));

    public void PutRow(RowResult row)
    {
        if (_findRow.Bind(1, row.Row).Step())
        {
            Seal.RemoveRow((RowOutcome)_findRow.Int(0), _findRow.Int(1));
        }

        _findRow.Reset();
        _open.End(row.Row);
        var check = _binder.Begin(JournalTable.Row, _putRow).Add(row.Row).Add((int)row.Outcome)
            .Add(row.Failure is { } failure ? JournalJson.Write(failure) : null).Add(row.Reason).Add(row.Returned.Span)
            .Add(row.Reads).Add(row.Writes).Add(row.Attempts).Add(row.DurationMs).Run();
        Seal.AddRow(row.Outcome, check);
    }

    /// <summary>A text of the table <c>run</c>, which was checked when the journal was opened; null where there is none.</summary>
    public string? FindText(string key)
    {
        var text = _findText.Bind(1, key).Step() ? _findText.Text(1) : null;
        _findText.Reset();
        return text;
    }

    /// <summary>Sets a text of the table <c>run</c>, or removes it where it is null. Gives its checksum, or 0.</summary>
    public long PutText(string key, string? value)
    {
        if (_findText.Bind(1, key).Step())
        {
            Seal.Texts = Seal.Texts.Minus(_findText.Int(0));
        }

        _findText.Reset();
        if (value is null)
        {
            _removeText.Bind(1, key).Run();
            return 0;
        }

        var check = _binder.Begin(JournalTable.Run, _putText).Add(key).Add(value).Run();
        Seal.Texts = Seal.Texts.Plus(check);
        return check;
    }

    /// <summary>The last thing of each transaction, and one that makes each change something.</summary>
    public void PutSeal()
    {
        Seal.Commit++;
        _binder.Begin(JournalTable.Run, _putText).Add(RunKeys.Seal).Add(Seal.ToString()).Run();
    }

    public void Dispose()
    {
        foreach (var statement in new[]
            { _findCall, _putCall, _removeIntent, _dropReads, _findRow, _putRow, _putName, _findText, _putText, _removeText })
        {
            statement.Dispose();
        }
    }

    /// <summary>Takes off the seal what the journal has of a call; <see cref="EndCall"/> must follow. Null where it has nothing.</summary>
    private PutCall? Replace(CallKey key)
    {
        if (Find(key) is not { } found)
        {
            return null;
        }

        Seal.Calls = Seal.Calls.Minus(found.Checksum);
        Seal.UnknownWrites -= found.IsUnknownWrite ? 1 : 0;
        return found;
    }

    private PutCall? Find(CallKey key)
    {
        if (_open.TryGet(key.Row, out var calls))
        {
            return calls.TryGetValue(key.Ordinal, out var put) ? put : null;
        }

        _findCall.Bind(1, key.Row).Bind(2, key.Ordinal);
        PutCall? found = _foundCall.Step() ? ReadPut(_foundCall) with
        {
            IsUnknownWrite = StoredCall.IsUnknownWrite(_findCall),
            Checksum = JournalRecordReader.ChecksumOf(JournalTable.Call, _findCall),
        } : null;
        _findCall.Reset();
        return found;
    }

    private static PutCall ReadPut(JournalRows call) => new(
        call.Int(JournalSchema.IntentsColumn), call.Text(JournalSchema.IdempotencyKeyColumn), call.Text(JournalSchema.IdempotencyKeyColumn + 1), false, 0);

    private RecordBinder BeginCall(CallKey key, string step, string method, Effect effect, CallState state)
    {
        var (stepId, methodId) = (IdOf(step), IdOf(method));
        return _binder.Begin(JournalTable.Call, _putCall).Add(key.Row).Add(key.Ordinal).Add(stepId).Add(methodId).Add((int)effect).Add((int)state);
    }

    private void EndCall(CallKey key, PutCall put)
    {
        Seal.Calls = Seal.Calls.Plus(put.Checksum);
        Seal.UnknownWrites += put.IsUnknownWrite ? 1 : 0;
        if (_open.TryGet(key.Row, out var calls))
        {
            calls[key.Ordinal] = put;
        }
    }

    /// <summary>Whether there was anything to remove.</summary>
    private bool Remove(JournalStatement statement)
    {
        var hasRemoved = false;
        while (statement.Step())
        {
            Seal.Calls = Seal.Calls.Minus(statement.Int(0));
            hasRemoved = true;
        }

        statement.Reset();
        return hasRemoved;
    }

    private void LoadNames(JournalDatabase database)
    {
        using var statement = database.Prepare("SELECT id, text FROM name");
        while (statement.Step())
        {
            _names[statement.Text(1) ?? ""] = statement.Int(0);
        }
    }

    /// <summary>Steps and methods recur in every row, so their names are stored once.</summary>
    private long IdOf(string name)
    {
        if (!_names.TryGetValue(name, out var id))
        {
            id = _names.Count + 1;
            Seal.Names = Seal.Names.Plus(_binder.Begin(JournalTable.Name, _putName).Add(id).Add(name).Run());
            _names[name] = id;
        }

        return id;
    }
}
