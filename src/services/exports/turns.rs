//! Turns: one export of a person at a time, and few at once, for each keeps database threads at work.
use crate::domain::PersonId;
use crate::domain::fault::{Fault, FaultCode};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// So many exports are made at once by one process.
const MOST: usize = 4;

/// Whose exports are under way.
#[derive(Debug, Clone, Default)]
pub struct Turns(Arc<Mutex<HashSet<PersonId>>>);

/// An export under way; dropped when it has ended or its reader is gone.
#[derive(Debug)]
pub struct Turn {
    person: PersonId,
    turns: Turns,
}

impl Turns {
    pub fn take(&self, person: PersonId) -> Result<Turn, Fault> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.contains(&person) {
            let detail = "an export of yours is under way: begin the next one when it has ended";
            return Err(Fault::new(FaultCode::TooManyRequests, detail));
        }
        if taken.len() >= MOST {
            return Err(Fault::new(FaultCode::Busy, "many exports are under way: try again when one has ended"));
        }
        taken.insert(person);
        Ok(Turn { person, turns: self.clone() })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_one_export_at_a_time_and_the_process_a_few() {
        let (turns, person) = (Turns::default(), PersonId::new());
        let turn = turns.take(person).unwrap();
        assert_eq!(turns.take(person).unwrap_err().code, FaultCode::TooManyRequests);
        drop(turn);
        let mut under_way: Vec<_> = (0..MOST).map(|_| turns.take(PersonId::new()).unwrap()).collect();
        assert_eq!(turns.take(person).unwrap_err().code, FaultCode::Busy);
        under_way.pop();
        assert!(turns.take(person).is_ok());
    }
}
