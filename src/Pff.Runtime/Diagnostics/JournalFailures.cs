using Pff.Core.Diagnostics;

namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3301 to PFF3329: journals and the folders of runs.</summary>
public static partial class RuntimeFailures
{
    public static RuntimeFailure NoSuchRun(string run, string? nearest) =>
        new("PFF3301", new($"There is no run '{run}'.", $"A execução '{run}' não existe."))
        {
            Help = nearest is null
                ? new("'pff runs' lists the runs.", "'pff runs' lista as execuções.")
                : new($"Did you mean '{nearest}'?", $"Você quis dizer '{nearest}'?"),
        };

    public static RuntimeFailure JournalInUse(string path, string processId) =>
        new("PFF3302", new(
            $"The journal '{path}' is being written by process {processId}.",
            $"O diário '{path}' está sendo gravado pelo processo {processId}."))
        {
            Help = new("Wait until that run ends, or stop it.", "Espere essa execução terminar ou interrompa-a."),
        };

    public static RuntimeFailure NotAJournal(string path) =>
        new("PFF3303", new($"'{path}' is not a journal of a run.", $"'{path}' não é um diário de execução."));

    public static RuntimeFailure JournalVersion(string path, long found, long oldest, long newest) =>
        new("PFF3304", new(
            $"The journal '{path}' has format version {found}, but this program reads versions {oldest} to {newest}.",
            $"O diário '{path}' tem a versão de formato {found}, mas este programa lê as versões {oldest} a {newest}."))
        {
            Help = new("Use the version of pff that started the run.", "Use a versão do pff que iniciou a execução."),
        };

    /// <param name="detail">What the database says, in its own words.</param>
    public static RuntimeFailure DamagedJournal(string path, string detail) => DamagedJournal(path, new LocalizedText(detail, detail));

    public static RuntimeFailure DamagedJournal(string path, LocalizedText detail) =>
        new("PFF3305", new(
            $"The journal '{path}' is damaged, so what the run did is not certain: {detail.English.TrimEnd('.')}.",
            $"O diário '{path}' está danificado, e o que a execução fez não é certo: {detail.Portuguese.TrimEnd('.')}."));

    public static RuntimeFailure JournalFull(string path) =>
        new("PFF3306", new(
            $"The journal '{path}' cannot grow: the disk is full. Nothing more was sent.",
            $"O diário '{path}' não pode crescer: o disco está cheio. Nada mais foi enviado."))
        {
            Help = new("Free some space, then resume the run.", "Libere espaço e retome a execução."),
        };

    /// <param name="detail">What the system says, in its own words.</param>
    public static RuntimeFailure JournalBroken(string path, string detail) => JournalBroken(path, new LocalizedText(detail.TrimEnd('.'), detail.TrimEnd('.')));

    public static RuntimeFailure JournalBroken(string path, LocalizedText detail) =>
        new("PFF3307", new(
            $"The journal '{path}' cannot be opened, read or written: {detail.English}.",
            $"O diário '{path}' não pode ser aberto, lido ou gravado: {detail.Portuguese}."));

    /// <summary>PFF3306 or PFF3307.</summary>
    public static RuntimeFailure JournalNotWritten(string path, IOException exception) =>
        FileFault.IsDiskFull(exception) ? JournalFull(path) : JournalBroken(path, FileFault.Of(exception));

    /// <summary>PFF3310.</summary>
    /// <param name="found">The number of the journal's last commit.</param>
    /// <param name="marked">The number that its mark has.</param>
    public static RuntimeFailure JournalBehindMark(string path, long found, long marked) =>
        new("PFF3310", new(
            $"The journal '{path}' has lost its end: it goes to commit {found}, but commit {marked} was on the disk. What the run did after that is not in it.",
            $"O diário '{path}' perdeu o seu fim: vai até a gravação {found}, mas a gravação {marked} estava no disco. O que a execução fez depois não está nele."))
        {
            Help = new(
                "Put the file with '-wal' at its end back beside it, or copy both again. See: pffc explain PFF3310",
                "Recoloque ao lado dele o arquivo terminado em '-wal' ou copie os dois de novo. Veja: pffc explain PFF3310"),
        };

    /// <summary>PFF3311.</summary>
    /// <param name="table">Whose records they are.</param>
    public static RuntimeFailure JournalNotAsSealed(string path, string table, long found, long counted) =>
        new("PFF3311", new(
            found == counted
                ? $"The journal '{path}' is not as it was sealed: its {found} records of '{table}' are not those that were written."
                : $"The journal '{path}' is not as it was sealed: it has {found} records of '{table}' where {counted} were written.",
            found == counted
                ? $"O diário '{path}' não está como foi selado: os seus {found} registros de '{table}' não são os que foram gravados."
                : $"O diário '{path}' não está como foi selado: tem {found} registros de '{table}' onde {counted} foram gravados."))
        {
            Help = new("Use a copy from before. See: pffc explain PFF3311", "Use uma cópia anterior. Veja: pffc explain PFF3311"),
        };

    /// <param name="detail">What is wrong; never the address itself, which may have a password.</param>
    public static RuntimeFailure JournalPlaceUnreadable(LocalizedText detail) =>
        new("PFF3312", new(
            $"It cannot be told in which database the journal is: {detail.English}.",
            $"Não se sabe em que banco o diário está: {detail.Portuguese}."))
        {
            Help = new(
                "Write postgres://user@host/database, or env:NAME for a variable that has such an address.",
                "Escreva postgres://usuario@host/banco, ou env:NOME de uma variável com um endereço assim."),
        };

    public static RuntimeFailure JournalPasswordGiven() =>
        new("PFF3313", new(
            "The journal's address has a password, which everybody on this computer could see.",
            "O endereço do diário tem uma senha, que qualquer um neste computador poderia ver."))
        {
            Help = new(
                "Leave it out and set PGPASSWORD or write it into ~/.pgpass; or put the whole address into a variable, and write env:NAME.",
                "Retire-a e defina PGPASSWORD ou escreva-a em ~/.pgpass; ou ponha o endereço inteiro numa variável e escreva env:NOME."),
        };

    /// <param name="place">Host, database and schema.</param>
    /// <param name="detail">What the server says, in its own words.</param>
    public static RuntimeFailure JournalServerLost(string place, string detail) =>
        new("PFF3314", new(
            $"PostgreSQL does not keep the journal ({place}): {detail.TrimEnd('.')}. Nothing more was sent.",
            $"O PostgreSQL não guarda o diário ({place}): {detail.TrimEnd('.')}. Nada mais foi enviado."))
        {
            Help = new("Bring the server back, then go on with the run.", "Restabeleça o servidor e retome a execução."),
        };

    public static RuntimeFailure JournalSchemaMissing(string place) =>
        new("PFF3315", new(
            $"The journal is not there any more: {place} is no journal of a run.",
            $"O diário não está mais lá: {place} não é um diário de execução."));

    /// <summary>PFF3302 too: by a process of which only the server knows.</summary>
    public static RuntimeFailure JournalInUseElsewhere(string place) =>
        new("PFF3302", new(
            $"The journal in PostgreSQL ({place}) is being written by another process, here or on another computer.",
            $"O diário no PostgreSQL ({place}) está sendo gravado por outro processo, neste ou em outro computador."))
        {
            Help = new("Wait until that run ends, or stop it.", "Espere essa execução terminar ou interrompa-a."),
        };

    public static RuntimeFailure RunHeld(string run, string processId) =>
        new("PFF3320", new(
            $"Process {processId} is just beginning to go on with run {run}, to undo, redrive or delete it. Nothing was done here.",
            $"O processo {processId} está começando a continuar, desfazer, refazer ou apagar a execução {run}. Nada foi feito aqui."))
        {
            Help = new("Look with 'pff runs' at what it has begun.", "Veja com 'pff runs' o que ele começou."),
        };

    /// <param name="isReady">Whether its folder has all that it needs to be started.</param>
    public static RuntimeFailure NeverStarted(string run, bool isReady) =>
        new("PFF3321", new(
            $"Run {run} was never started: its process ended before the journal was there, and nothing was sent.",
            $"A execução {run} nunca começou: o processo dela terminou antes de haver o diário, e nada foi enviado."))
        {
            Help = isReady
                ? new($"Start it with 'pff resume {run}', or delete it with 'pff journal prune --keep 0'.", $"Inicie-a com 'pff resume {run}', ou apague-a com 'pff journal prune --keep 0'.")
                : new("Its folder is not whole, so begin a new run. 'pff journal prune --keep 0' deletes it.", "A pasta dela não está inteira; inicie outra execução. 'pff journal prune --keep 0' a apaga."),
        };
}
