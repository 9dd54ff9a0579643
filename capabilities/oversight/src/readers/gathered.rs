//! One's own visits of a day as one row, so that the reading of others comes into sight. Nothing is left out: each row keeps its lines.

use domain::moment::Day;

/// A row of who has read: one line, or all lines of one's own visits of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<T> {
    /// The line, or the newest of them.
    pub(crate) newest: T,
    /// The others of that day, newest first.
    pub(crate) older: Vec<T>,
}

/// Lines, newest first, as rows. `own_day` says on which day a line is of one's own visits; nothing of every other line, which
/// stands alone. A day's row stands where its newest line does.
pub(crate) fn gathered<T>(lines: impl IntoIterator<Item = T>, own_day: impl Fn(&T) -> Option<Day>) -> Vec<Row<T>> {
    let mut rows: Vec<Row<T>> = Vec::new();
    for line in lines {
        let day = own_day(&line);
        let same = day.and_then(|day| rows.iter_mut().find(|row| own_day(&row.newest) == Some(day)));
        match same {
            Some(row) => row.older.push(line),
            None => rows.push(Row { newest: line, older: Vec::new() }),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who reads, and on which day of November.
    type Read = (&'static str, i8);

    fn own_day((who, day): &Read) -> Option<Day> {
        Day::from_parts(2026, 11, *day).filter(|_| *who == "own")
    }

    #[test]
    fn a_day_of_ones_own_visits_is_one_row_where_the_newest_stood_and_no_line_is_lost() {
        let lines = [("own", 23), ("own", 23), ("nurse", 23), ("own", 23), ("own", 22), ("nurse", 22), ("nurse", 22)];
        let rows = gathered(lines, own_day);
        let newest: Vec<Read> = rows.iter().map(|row| row.newest).collect();
        assert_eq!(newest, [("own", 23), ("nurse", 23), ("own", 22), ("nurse", 22), ("nurse", 22)]);
        let older: Vec<usize> = rows.iter().map(|row| row.older.len()).collect();
        assert_eq!(older, [2, 0, 0, 0, 0], "the reading of others is never gathered");
        assert_eq!(rows.len() + older.iter().sum::<usize>(), lines.len());
    }
}
