namespace Pff.Runtime.Diagnostics;

/// <summary>PFF3301 to PFF3319: journals and the folders of runs.</summary>
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

    public static RuntimeFailure JournalVersion(string path, long found, long expected) =>
        new("PFF3304", new(
            $"The journal '{path}' has format version {found}, but this program reads version {expected}.",
            $"O diário '{path}' tem a versão de formato {found}, mas este programa lê a versão {expected}."))
        {
            Help = new("Use the version of pff that started the run.", "Use a versão do pff que iniciou a execução."),
        };

    /// <param name="detail">What the database says, in its own words.</param>
    public static RuntimeFailure DamagedJournal(string path, string detail) =>
        new("PFF3305", new(
            $"The journal '{path}' is damaged, so what the run did is not certain: {detail.TrimEnd('.')}.",
            $"O diário '{path}' está danificado, e o que a execução fez não é certo: {detail.TrimEnd('.')}."));

    public static RuntimeFailure JournalFull(string path) =>
        new("PFF3306", new(
            $"The journal '{path}' cannot grow: the disk is full. Nothing more was sent.",
            $"O diário '{path}' não pode crescer: o disco está cheio. Nada mais foi enviado."))
        {
            Help = new("Free some space, then resume the run.", "Libere espaço e retome a execução."),
        };

    /// <param name="detail">What the system says, in its own words.</param>
    public static RuntimeFailure JournalBroken(string path, string detail) =>
        new("PFF3307", new(
            $"The journal '{path}' cannot be opened, read or written: {detail.TrimEnd('.')}.",
            $"O diário '{path}' não pode ser aberto, lido ou gravado: {detail.TrimEnd('.')}."));
}
